import { z } from 'zod'
import { longestTimerMs } from './clock.js'
import { isSafeUrl } from './safe-url.js'

/** Parts that the options of several functions have. */
export const textOption: z.ZodString = z.string().trim().min(1)

export const urlOption: z.ZodOptional<z.ZodString> = z
  .string()
  .refine(isSafeUrl, { error: 'must be https, or http on loopback' })
  .optional()

export const fetchOption: z.ZodOptional<z.ZodType<typeof globalThis.fetch>> = z
  .custom<typeof globalThis.fetch>((value) => typeof value === 'function', { error: 'must be a function' })
  .optional()

export const timeoutOption: z.ZodOptional<z.ZodNumber> = z
  .number()
  .int()
  .min(1)
  .max(longestTimerMs)
  .optional()

export const environmentOption: z.ZodEnum<{ production: 'production'; sandbox: 'sandbox' }> = z.enum(
  ['production', 'sandbox'],
  { error: "must be 'production' or 'sandbox'" },
)
