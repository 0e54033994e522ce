import type { Reader } from '../bytes/reader.ts';
import type { Given, Writer } from '../bytes/writer.ts';
import { field, fieldOr, integer, list, record } from '../bytes/writer.ts';
import { OmciError } from '../errors.ts';
import type { Body, Draft } from './body.ts';

/** `windowSize` is the field as sent: the number of sections in a window minus 1. */
export const startDownloadRequest: Body = {
  read(r, m) {
    m.windowSize = r.u8('windowSize');
    m.imageSize = r.u32('imageSize');
    readInstances(r, m, 'numberOfCircuitPacks', 'circuitPacks');
  },
  write(w, m) {
    w.u8(field(m, 'windowSize', 255));
    w.u32(field(m, 'imageSize', 0xffffffff));
    writeInstances(w, m, 'numberOfCircuitPacks', 'circuitPacks');
  },
};

export const startDownloadResponse: Body = {
  read(r, m) {
    m.result = r.result();
    m.windowSize = r.optional8('windowSize');
    readResults(r, m);
  },
  write(w, m) {
    w.u8(field(m, 'result', 15));
    w.u8(fieldOr(m, 'windowSize', 255, 0));
    writeResults(w, m);
  },
};

/** 31 octets in the baseline set (the last section padded), up to 1965 in the extended set. */
export const sectionRequest: Body = {
  read(r, m) {
    m.sectionNumber = r.u8('sectionNumber');
    m.sectionData = r.hex(r.left, 'sectionData');
  },
  write(w, m) {
    w.u8(field(m, 'sectionNumber', 255));
    w.octets(m['sectionData'], 'sectionData');
  },
};

export const sectionResponse: Body = {
  read(r, m) {
    m.result = r.result();
    m.sectionNumber = r.u8('sectionNumber');
  },
  write(w, m) {
    w.u8(field(m, 'result', 15));
    w.u8(field(m, 'sectionNumber', 255));
  },
};

/** The CRC-32 covers the image without the padding of its last section. */
export const endDownloadRequest: Body = {
  read(r, m) {
    m.crc32 = r.u32('crc32');
    m.imageSize = r.u32('imageSize');
    readInstances(r, m, 'numberOfInstances', 'imageInstances');
  },
  write(w, m) {
    w.u32(field(m, 'crc32', 0xffffffff));
    w.u32(field(m, 'imageSize', 0xffffffff));
    writeInstances(w, m, 'numberOfInstances', 'imageInstances');
  },
};

export const endDownloadResponse: Body = {
  read(r, m) {
    m.result = r.result();
    readResults(r, m);
  },
  write(w, m) {
    w.u8(field(m, 'result', 15));
    writeResults(w, m);
  },
};

export const activateRequest: Body = {
  read: (r, m) => { m.activateFlags = r.optional8('activateFlags'); },
  write: (w, m) => { w.u8(fieldOr(m, 'activateFlags', 255, 0)); },
};

/** A count and as many instance ids. An extended message for a single target may leave both out. */
function readInstances(r: Reader, m: Draft, countName: string, listName: string): void {
  const count = r.optional8(countName);
  const instances: number[] = [];
  for (let i = 0; i < count; i++) instances.push(r.u16('instanceId'));
  m[countName] = count;
  m[listName] = instances;
}

function writeInstances(w: Writer, m: Given, countName: string, listName: string): void {
  const instances = list(m, listName);
  w.u8(count(m, countName, instances.length));
  for (const instance of instances) w.u16(integer(instance, listName, 0xffff));
}

function readResults(r: Reader, m: Draft): void {
  const count = r.optional8('numberOfInstances');
  const results: Draft[] = [];
  for (let i = 0; i < count; i++) results.push({ instanceId: r.u16('instanceId'), result: r.u8('result') });
  m.numberOfInstances = count;
  m.meResults = results;
}

function writeResults(w: Writer, m: Given): void {
  const results = list(m, 'meResults');
  w.u8(count(m, 'numberOfInstances', results.length));
  for (const item of results) {
    const one = record(item, 'meResults');
    w.u16(field(one, 'instanceId', 0xffff));
    w.u8(field(one, 'result', 255));
  }
}

function count(m: Given, name: string, length: number): number {
  if (fieldOr(m, name, 255, length) !== length || length > 255) throw new OmciError('bad-field', `${name} is ${String(m[name])}, the list has ${length}`);
  return length;
}
