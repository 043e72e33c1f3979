import type { QboErrorCode } from 'qbo-client'
import type { SinkErrorCode } from 'qbo-raw-sink'
import type { BackfillErrorCode } from '../errors.js'

/** Every code that an error of these packages may have. */
export type ErrorCode = BackfillErrorCode | QboErrorCode | SinkErrorCode
