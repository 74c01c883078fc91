import type { Attributes } from './client.ts';
import { CobrowseError } from './core/errors.ts';
import { resolveSettings, type Settings } from './options.ts';

type Reader = (text: string, attribute: string) => unknown;

const text: Reader = (value) => value;
const flag: Reader = (value, attribute) => {
  if (value === '' || value === 'true') return true;
  if (value === 'false') return false;
  throw new CobrowseError('config/invalid-option', `Attribute ${attribute} must be "true" or "false".`);
};
const number: Reader = (value) => Number(value);
const list: Reader = (value) => value.split(/\s+/).filter(Boolean);

/** Options by their `data-` attribute on the script tag; whatever is a function can be given to the ES module alone. */
export const ATTRIBUTES: Readonly<Record<string, readonly [path: string, read: Reader]>> = {
  'data-connection-info': ['connectionInfo', text],
  'data-locale': ['locale', text],
  'data-mask-inputs': ['privacy.maskInputs', flag],
  'data-mask-all': ['privacy.maskAll', flag],
  'data-show-length': ['privacy.showLength', flag],
  'data-mask-emails': ['privacy.maskEmails', flag],
  'data-mask-phones': ['privacy.maskPhones', flag],
  'data-mask': ['privacy.mask', text],
  'data-unmask': ['privacy.unmask', text],
  'data-block': ['privacy.block', text],
  'data-ignore': ['privacy.ignore', text],
  'data-allow-parameters': ['privacy.allowParameters', list],
  'data-use-internal-url': ['useInternalUrl', flag],
  'data-request-timeout-ms': ['requestTimeoutMs', number],
  'data-start-timeout-ms': ['startTimeoutMs', number],
  'data-reconnect-timeout-ms': ['reconnectTimeoutMs', number],
  'data-resume-within-ms': ['resumeWithinMs', number],
  'data-agent-grace-ms': ['agentGraceMs', number],
  'data-embedders': ['embedders', list],
  'data-stream-encoding': ['stream.encoding', text],
  'data-keep-bytes': ['stream.keepBytes', number],
  'data-keep-ms': ['stream.keepMs', number],
  'data-shadow-root': ['ui.shadowRoot', text],
  'data-show-hidden': ['ui.showHidden', flag],
};

/** The options that a script tag's attributes spell, ready to be resolved. Attributes of others are left alone. */
export function readAttributes(dataset: Attributes): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [attribute, [path, read]] of Object.entries(ATTRIBUTES)) {
    const value = dataset[toDatasetKey(attribute)];
    if (value === undefined) continue;
    const [first, second] = path.split('.') as [string, string?];
    if (second === undefined) options[first] = read(value, attribute);
    else options[first] = { ...(options[first] as object), [second]: read(value, attribute) };
  }
  return options;
}

const toDatasetKey = (attribute: string): string =>
  attribute.slice('data-'.length).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Reads and checks a script tag's attributes. Throws a `config/…` error that names what is wrong. */
export const settingsFrom = (attributes: Attributes): Settings => resolveSettings(readAttributes(attributes));
