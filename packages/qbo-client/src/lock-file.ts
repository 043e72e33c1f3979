export { tryLockFile } from './lock/process-lock.js'
export { makeFolders } from './lock/make-folders.js'
export type { HeldLock, LockAttempt } from './lock/process-lock.js'
export type { LockHolder } from './lock/lock-holder.js'
