export { tryLockFile } from './lock/lock-file.js'
export { makeFolders } from './lock/make-folders.js'
export type { HeldLock, LockAttempt } from './lock/lock-file.js'
export type { LockHolder } from './lock/lock-holder.js'
