import { type CheckedRow, DEVICES_MAX } from './columns-builder.js';
import { notAnInteger } from './integer-problem.js';
import { integerOf } from './integers.js';
import { type RecordProblem, reject } from './rejections.js';
import { shown } from './shown.js';

/** Fills the devices of the row, ascending and distinct; absent and empty are the same. */
export function checkDevices(value: unknown, row: CheckedRow): RecordProblem | undefined {
  row.deviceCount = 0;
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return reject('WRONG_TYPE', 'devices', `devices must be an array of integers, not ${shown(value)}.`);
  if (value.length > DEVICES_MAX) return reject('TOO_MANY_DEVICES', 'devices', `More than ${DEVICES_MAX} devices are named.`);
  let ascending = true;
  let last = -1;
  for (let i = 0; i < value.length; i++) {
    const device = integerOf(value[i]);
    if (device === undefined) return notAnInteger('devices', value[i]);
    if (device < 0 || device >= DEVICES_MAX)
      return reject('DEVICE_OUT_OF_RANGE', 'devices', `Device ${shown(device)} is not 0 to ${DEVICES_MAX - 1}.`);
    row.devices[i] = Number(device);
    ascending &&= row.devices[i]! > last;
    last = row.devices[i]!;
  }
  row.deviceCount = value.length;
  return ascending ? undefined : sortDistinct(row);
}

function sortDistinct(row: CheckedRow): RecordProblem | undefined {
  const devices = row.devices.subarray(0, row.deviceCount).sort();
  for (let i = 1; i < devices.length; i++) {
    if (devices[i] === devices[i - 1]) return reject('DEVICE_TWICE', 'devices', `Device ${devices[i]} is named twice.`);
  }
  return undefined;
}
