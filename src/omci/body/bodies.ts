import type { ActionName } from '../actions.ts';
import { ACTIONS } from '../actions.ts';
import { alarmNotification, getAllAlarmsNextResponse, getAllAlarmsRequest } from './alarms.ts';
import { empty, resultOnly } from './body.ts';
import type { Body } from './body.ts';
import { rebootRequest, synchronizeTimeRequest, synchronizeTimeResponse } from './clock.ts';
import { createRequest, createResponse } from './create.ts';
import { getRequest, getResponse } from './get.ts';
import { commandCount, mibUploadNextResponse, sequenceNumber } from './mib.ts';
import { attributeValueChange, setRequest, setResponse } from './set.ts';
import { activateRequest, endDownloadRequest, endDownloadResponse, sectionRequest, sectionResponse, startDownloadRequest, startDownloadResponse } from './software.ts';
import { getNextRequest, getNextResponse, setTableRequest, setTableResponse } from './tables.ts';
import { testRequest, testResult } from './tests.ts';

/** Contents of commands and notifications, and of responses, by action code. */
export function bodyOf(code: number, response: boolean): Body | undefined {
  return (response ? responses : requests)[code];
}

const BODIES: Readonly<Record<ActionName, readonly [request: Body, response?: Body]>> = {
  create: [createRequest, createResponse],
  delete: [empty, resultOnly],
  set: [setRequest, setResponse],
  get: [getRequest, getResponse],
  getAllAlarms: [getAllAlarmsRequest, commandCount],
  getAllAlarmsNext: [sequenceNumber, getAllAlarmsNextResponse],
  mibUpload: [empty, commandCount],
  mibUploadNext: [sequenceNumber, mibUploadNextResponse],
  mibReset: [empty, resultOnly],
  alarm: [alarmNotification],
  attributeValueChange: [attributeValueChange],
  test: [testRequest, resultOnly],
  startSoftwareDownload: [startDownloadRequest, startDownloadResponse],
  downloadSection: [sectionRequest, sectionResponse],
  endSoftwareDownload: [endDownloadRequest, endDownloadResponse],
  activateSoftware: [activateRequest, resultOnly],
  commitSoftware: [empty, resultOnly],
  synchronizeTime: [synchronizeTimeRequest, synchronizeTimeResponse],
  reboot: [rebootRequest, resultOnly],
  getNext: [getNextRequest, getNextResponse],
  testResult: [testResult],
  getCurrentData: [getRequest, getResponse],
  setTable: [setTableRequest, setTableResponse],
};

const requests: (Body | undefined)[] = new Array<Body | undefined>(32).fill(undefined);
const responses: (Body | undefined)[] = new Array<Body | undefined>(32).fill(undefined);
for (const { code, name } of ACTIONS) {
  requests[code] = BODIES[name][0];
  responses[code] = BODIES[name][1];
}
