import { type AcceleratorPeaks, MAX_PEAK_GFLOPS, PEAK_FORMATS, type PeakFormat } from '@tidemark/domain';
import { type Checked, refuse, shown } from '../facts/facility-refusal.js';
import { checkName, checkText } from '../facts/identifier.policy.js';

const NAMES_MAX = 100;
const SOURCE_CHARACTERS_MAX = 1_000;

/** Where figures come from: for all alike, or one by one. Absent: they rest on the operator's word, and say so. */
export type StatedSources = string[] | Partial<Record<PeakFormat, string>> | undefined;

export function checkAliases(aliases: readonly string[]): Checked<string[]> {
  if (aliases.length > NAMES_MAX)
    return refuse('TOO_MANY_NAMES', 'aliases', `${aliases.length} aliases are given; at most ${NAMES_MAX} are taken.`);
  for (const [place, alias] of aliases.entries()) {
    const checked = checkName(alias, `aliases[${place}]`);
    if ('refused' in checked) return checked;
  }
  return { value: [...aliases] };
}

export function checkPeaks(peaks: AcceleratorPeaks): Checked<AcceleratorPeaks> {
  const given = PEAK_FORMATS.filter((format) => peaks[format] !== undefined && peaks[format] !== null);
  if (given.length === 0) return refuse('PEAKS_MISSING', 'peaksGflops', `None of ${PEAK_FORMATS.join(', ')} is given.`);
  for (const format of given) {
    const peak = peaks[format]!;
    if (!Number.isInteger(peak) || peak < 1 || peak > MAX_PEAK_GFLOPS) {
      const detail = `The peak of ${format} is ${shown(peak)}; it must be a whole number from 1 to ${MAX_PEAK_GFLOPS}.`;
      return refuse('PEAK_OUT_OF_RANGE', `peaksGflops.${format}`, detail);
    }
  }
  return { value: Object.fromEntries(given.map((format) => [format, peaks[format]!])) };
}

export type Sources = Partial<Record<PeakFormat, string>>;

/** Every figure gets a source. */
export function checkSources(sources: StatedSources, formats: readonly PeakFormat[], by: string): Checked<Sources> {
  if (sources === undefined) return { value: forAll(formats, `stated by the operator (${by})`) };
  const perFormat = Array.isArray(sources) ? forAll(formats, sources.join('; ')) : sources;
  if (Array.isArray(sources) && sources.length > NAMES_MAX) {
    return refuse('TOO_MANY_NAMES', 'sources', `${sources.length} sources are given; at most ${NAMES_MAX} are taken.`);
  }
  const checked: Sources = {};
  for (const format of formats) {
    const source = perFormat[format];
    if (typeof source !== 'string' || source.trim() === '') {
      return refuse('SOURCES_MISSING', 'sources', `No source is given for the peak of ${format}.`);
    }
    const text = checkText(source, 'sources', SOURCE_CHARACTERS_MAX);
    if ('refused' in text) return text;
    checked[format] = text.value;
  }
  return { value: checked };
}

function forAll(formats: readonly PeakFormat[], source: string): Sources {
  return Object.fromEntries(formats.map((format) => [format, source]));
}
