import { tryLockFile } from '../../src/lock-file.js'

/** A process of its own that takes a lock, says so, and says at each line of its input whether it still has it. */
const [path = '', staleAfterMs] = process.argv.slice(2)
const { lock, holder } = tryLockFile(path, Number(staleAfterMs))
process.stdout.write(lock === undefined ? `refused: ${holder?.pid}\n` : 'taken\n')
process.stdin.on('data', () => process.stdout.write(lock?.isHeld() === true ? 'held\n' : 'lost\n'))
process.stdin.on('end', () => lock?.release())
