import { OmciError } from '../errors.ts';

const COLOUR_MODE = ['colour-blind', 'colour-aware'] as const;
const MARKING = ['none', 1, 'dei', 'pcp-8p0d', 'pcp-7p1d', 'pcp-6p2d', 'pcp-5p3d', 'dscp-af'] as const;
const METER = ['not-specified', 'rfc4115', 'rfc2698'] as const;

type Word<L extends readonly unknown[]> = Extract<L[number], string> | number;

/** Class 280, traffic descriptor, in words. On the wire rates are octets per second; a rate of 0 means the ONT's own default. */
export interface TrafficDescriptor {
  readonly cirKbit: number;
  readonly pirKbit: number;
  /** Octets. */
  readonly cbs: number;
  readonly pbs: number;
  readonly colourMode: Word<typeof COLOUR_MODE>;
  readonly ingressColourMarking: Word<typeof MARKING>;
  readonly egressColourMarking: Word<typeof MARKING>;
  readonly meterType: Word<typeof METER>;
}

export interface TrafficDescriptorAttributes {
  readonly cir: number; readonly pir: number; readonly cbs: number; readonly pbs: number;
  readonly colourMode: number; readonly ingressColourMarking: number; readonly egressColourMarking: number; readonly meterType: number;
}

/** 1 kbit/s in octets per second. */
const KBIT = 125;

export const trafficDescriptor = {
  read(a: TrafficDescriptorAttributes): TrafficDescriptor {
    return {
      cirKbit: a.cir / KBIT, pirKbit: a.pir / KBIT, cbs: a.cbs, pbs: a.pbs,
      colourMode: word(COLOUR_MODE, a.colourMode), ingressColourMarking: word(MARKING, a.ingressColourMarking),
      egressColourMarking: word(MARKING, a.egressColourMarking), meterType: word(METER, a.meterType),
    };
  },
  /** @throws OmciError `bad-row` for a rate that is no whole number of octets, or an unknown word */
  write(t: TrafficDescriptor): TrafficDescriptorAttributes {
    return {
      cir: rate(t.cirKbit, 'cirKbit'), pir: rate(t.pirKbit, 'pirKbit'), cbs: t.cbs, pbs: t.pbs,
      colourMode: code(COLOUR_MODE, t.colourMode, 'colourMode'), ingressColourMarking: code(MARKING, t.ingressColourMarking, 'ingressColourMarking'),
      egressColourMarking: code(MARKING, t.egressColourMarking, 'egressColourMarking'), meterType: code(METER, t.meterType, 'meterType'),
    };
  },
};

function rate(kbit: number, name: string): number {
  const octets = kbit * KBIT;
  if (!Number.isInteger(octets) || octets < 0 || octets > 0xffffffff) throw new OmciError('bad-row', `${name}: ${kbit} kbit/s is not a whole number of octets per second from 0 to 4294967295`);
  return octets;
}

function word<const L extends readonly (string | number)[]>(list: L, value: number): Word<L> {
  return (list[value] ?? value) as Word<L>;
}

function code(list: readonly (string | number)[], value: string | number, name: string): number {
  const found = typeof value === 'number' ? value : list.indexOf(value);
  if (found < 0 || !Number.isInteger(found) || found > 255) throw new OmciError('bad-row', `${name} is one of ${list.filter((w) => typeof w === 'string').join(', ')}, not ${value}`);
  return found;
}
