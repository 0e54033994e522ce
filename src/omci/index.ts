/**
 * The OMCI codec of ITU-T G.988: frames to message objects and back, with every managed entity class of the standard in one table.
 * Self-contained: no file, clock, console or package is needed.
 */
export { ACTIONS, RESULTS } from './actions.ts';
export type { ActionName, CommandName, NotificationName } from './actions.ts';
export { attributeMask, attributeNames, ROOM, splitMask } from './attributes/mask.ts';
export type { AttributeValue } from './attributes/read.ts';
export { ipv4Of, octetsOf, signedOf, textOf } from './attributes/text.ts';
export { fromHex, toHex } from './bytes/hex.ts';
export { decode } from './decode.ts';
export type { DecodeOptions } from './decode.ts';
export { encode, encodeAny } from './encode.ts';
export type { EncodeOptions } from './encode.ts';
export { OMCI_ERRORS, OmciError } from './errors.ts';
export type { OmciErrorCode } from './errors.ts';
export { explain } from './explain.ts';
export type { Explained, Explanation } from './explain.ts';
export { cmac, cmacKey } from './integrity/cmac.ts';
export type { CmacKey } from './integrity/cmac.ts';
export { crc32 } from './integrity/crc32.ts';
export { defaultMasterKey, deriveKeys } from './integrity/keys.ts';
export type { IntegrityKeys, KeyInput } from './integrity/keys.ts';
export { EXAMPLE_OMCI_IK } from './integrity/mic.ts';
export type { Mic } from './integrity/mic.ts';
export { activeAlarms, attributeMeaning, maskMeaning } from './meaning.ts';
export { isNotification, isRequest, isResponse, priorityOf } from './message.ts';
export type { AlarmState, DeviceId, Head, Message, Notification, OutgoingInstance, OutgoingMessage, ReportedInstance, Request, Response, TargetResult, TestReading } from './message.ts';
export { controlBlock, readCounters } from './rows/counters.ts';
export type { Counter, CounterResponse, Counters } from './rows/counters.ts';
export { describeRow } from './rows/describe.ts';
export { dscpMap } from './rows/dscp-map.ts';
export type { Field, Layout, RowCodec, RowOf } from './rows/layout.ts';
export {
  accessListGroupRow, accessListRow, accessListSourceRow, downstreamTag, multicastAddressRow, previewGroupRow, previewSourceRow, servicePackageRow, UPSTREAM_TAG_CONTROL,
} from './rows/multicast.ts';
export type { AccessListRow, DownstreamTag, ServicePackageRow } from './rows/multicast.ts';
export { trafficDescriptor } from './rows/traffic.ts';
export type { TrafficDescriptor, TrafficDescriptorAttributes } from './rows/traffic.ts';
export { FORWARD_OPERATIONS, readTci, vlanFilter, writeTci } from './rows/vlan-filter.ts';
export type { ForwardOperation, Tci, VlanFilter, VlanFilterAttributes } from './rows/vlan-filter.ts';
export { describeVlanTagging, vlanTagging, vlanTaggingRow } from './rows/vlan-tagging.ts';
export type { VlanTaggingRow } from './rows/vlan-tagging.ts';
export { className, entities, entityOf } from './table/entity.ts';
export type { Attribute, AttributeForm, AttributeKind, ManagedEntity } from './table/entity.ts';
export type { AttributeKey, ClassId, ClassKey, CreateAttributes, Octets, ReadAttributes, SetAttributes } from './table/values.ts';
export { relaxed, TOLERANCES } from './tolerances.ts';
export type { Tolerance } from './tolerances.ts';
export { mibUpload } from './transfer/mib-upload.ts';
export type { MibInstance, MibUpload } from './transfer/mib-upload.ts';
export { getNextCount, reassembleTable, rowsOf } from './transfer/table.ts';
export { framesOfText } from './capture/hex-text.ts';
export type { TextFrame } from './capture/hex-text.ts';
export { isCapture, readCapture } from './capture/pcap.ts';
export type { Capture, CapturedFrame } from './capture/pcap.ts';
