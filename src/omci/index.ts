/**
 * The OMCI codec of ITU-T G.988: frames to message objects and back, with every managed entity class of the standard in one table.
 * Self-contained: no file, clock, console or package is needed.
 */
export { ACTIONS, RESULTS } from './actions.ts';
export type { ActionName, CommandName, NotificationName } from './actions.ts';
export { fromHex, toHex } from './bytes/hex.ts';
export { decode } from './decode.ts';
export type { DecodeOptions } from './decode.ts';
export { encode, encodeAny } from './encode.ts';
export type { EncodeOptions } from './encode.ts';
export { OMCI_ERRORS, OmciError } from './errors.ts';
export type { OmciErrorCode } from './errors.ts';
export { cmac, cmacKey } from './integrity/cmac.ts';
export type { CmacKey } from './integrity/cmac.ts';
export { crc32 } from './integrity/crc32.ts';
export { defaultMasterKey, deriveKeys } from './integrity/keys.ts';
export type { IntegrityKeys } from './integrity/keys.ts';
export { EXAMPLE_OMCI_IK } from './integrity/mic.ts';
export type { Mic } from './integrity/mic.ts';
export { isNotification, isRequest, isResponse } from './message.ts';
export type { Message, Notification, OutgoingMessage, Request, Response } from './message.ts';
export { className, entities, entityOf } from './table/entity.ts';
export type { Attribute, ManagedEntity } from './table/entity.ts';
export type { AttributeKey, ClassId, ClassKey } from './table/values.ts';
export { relaxed, TOLERANCES } from './tolerances.ts';
export type { Tolerance } from './tolerances.ts';
