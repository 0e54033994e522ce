/** Placeholder until the session is written: the pack's `session` section, as plain data. */
export interface SessionSpec { readonly [name: string]: unknown }
