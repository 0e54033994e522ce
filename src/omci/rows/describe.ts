import { dscpMap } from './dscp-map.ts';
import { controlBlock } from './counters.ts';
import { accessListGroupRow, accessListRow, accessListSourceRow, downstreamTag, multicastAddressRow, previewGroupRow, previewSourceRow, servicePackageRow } from './multicast.ts';
import { readTci } from './vlan-filter.ts';
import { describeVlanTagging } from './vlan-tagging.ts';

/** A row or composite value in words, where its layout is known. */
export function describeRow(classId: number, key: string, hex: string): string | undefined {
  const bytes = hex.length / 2;
  switch (`${classId} ${key} ${bytes}`) {
    case '171 receivedFrameVlanTaggingOperationTable 16': return describeVlanTagging(hex);
    case '84 vlanFilterList 24': return tags(hex);
    case '130 dscpToPBitMapping 24':
    case '171 dscpToPBitMapping 24': return `P-bits of DSCP 0..63: ${dscpMap.read(hex).join('')}`;
    case '309 dynamicAccessControlListTable 24':
    case '309 staticAccessControlListTable 24': return words([accessListRow, accessListSourceRow, accessListGroupRow][part(hex)], hex);
    case '309 downstreamIgmpAndMulticastTci 3': {
      const { control, tag } = downstreamTag.read(hex);
      return `${control}, VID ${tag.vid} priority ${tag.priority}`;
    }
    case '310 multicastServicePackageTable 20': return words(servicePackageRow, hex);
    case '310 allowedPreviewGroupsTable 22': return words([previewSourceRow, previewGroupRow][part(hex)], hex);
    case '281 ipv4MulticastAddressTable 12': return words(multicastAddressRow, hex);
    case '334 controlBlock 16':
    case '425 controlBlock 16': return words(controlBlock, hex);
    default: return undefined;
  }
}

function words(codec: { read(row: string): object } | undefined, hex: string): string | undefined {
  return codec === undefined ? undefined : Object.entries(codec.read(hex)).map(([name, value]) => `${name} ${String(value)}`).join(', ');
}

/** Row part: bits 3 to 5 of the first octet. */
function part(hex: string): number {
  return (parseInt(hex.slice(0, 2), 16) >> 3) & 7;
}

function tags(hex: string): string {
  const list = Array.from({ length: 12 }, (_, i) => parseInt(hex.slice(4 * i, 4 * i + 4), 16)).filter((tci) => tci !== 0).map(readTci);
  return list.length === 0 ? 'empty' : list.map((t) => `VID ${t.vid}${t.priority === 0 ? '' : ` priority ${t.priority}`}`).join(', ');
}
