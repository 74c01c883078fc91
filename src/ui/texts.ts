/** Everything that the widget says to the customer. `name` is the agent's name, or empty where nobody vouches for it. */
export interface Texts {
  readonly dialogTitle: string;
  readonly dialogBody: (name: string) => string;
  readonly dialogHidden: string;
  readonly notVerified: string;
  readonly allow: string;
  readonly deny: string;
  readonly barLabel: string;
  readonly connecting: string;
  readonly pending: string;
  readonly authorizing: string;
  readonly active: (names: string) => string;
  readonly paused: string;
  /** On a page that the merchant's rules keep out. */
  readonly notShared: string;
  readonly reconnecting: string;
  readonly elsewhere: string;
  readonly ended: string;
  readonly endedUnexpectedly: string;
  readonly pause: string;
  readonly unpause: string;
  readonly shareHere: string;
  readonly stop: string;
  readonly close: string;
  /** Said of the page while everything on it is masked. */
  readonly everythingMasked: string;
  /** Said while what agents see is some seconds old. */
  readonly delayed: string;
  /** The button that lets the customer choose what to hide, and the panel that it opens. */
  readonly hide: string;
  readonly pickHint: string;
  readonly nowHidden: string;
  readonly shownAgain: string;
  readonly done: string;
  /** On a box over what agents do not see. */
  readonly hidden: string;
}

const en: Texts = {
  dialogTitle: 'Share this page?',
  dialogBody: (name) => `${name || 'An agent'} would like to see this page as you see it, to help you.`,
  dialogHidden: 'What you type stays hidden. You can pause or stop at any time.',
  notVerified: 'The name of this agent could not be verified.',
  allow: 'Share the page',
  deny: 'Not now',
  barLabel: 'Page sharing',
  connecting: 'Connecting…',
  pending: 'Waiting for an agent. Nobody sees this page.',
  authorizing: 'An agent asks to see this page.',
  active: (names) => `${names || 'An agent'} sees this page.`,
  paused: 'Paused. Nobody sees this page.',
  notShared: 'This page is not shared. Nobody sees it.',
  reconnecting: 'Connection lost. Trying again…',
  elsewhere: 'Sharing is on in another tab.',
  ended: 'Sharing has ended.',
  endedUnexpectedly: 'Sharing has ended because the connection was lost.',
  pause: 'Pause',
  unpause: 'Continue',
  shareHere: 'Share this tab',
  stop: 'Stop sharing',
  close: 'Close',
  everythingMasked: 'All words on it are hidden.',
  delayed: 'Slow connection: it arrives with a delay.',
  hide: 'Hide something',
  pickHint: 'Choose what the agent must not see: press it, or use the arrow keys and Enter.',
  nowHidden: 'Hidden. Press it again to show it.',
  shownAgain: 'It can be seen again.',
  done: 'Done',
  hidden: 'Hidden',
};

const zh: Texts = {
  dialogTitle: '共享此页面？',
  dialogBody: (name) => `${name || '客服人员'}希望查看您当前的页面，以便为您提供帮助。`,
  dialogHidden: '您输入的内容不会显示给对方。您可以随时暂停或停止。',
  notVerified: '无法验证该客服人员的姓名。',
  allow: '共享页面',
  deny: '暂不共享',
  barLabel: '页面共享',
  connecting: '正在连接…',
  pending: '正在等待客服。没有人能看到此页面。',
  authorizing: '客服请求查看此页面。',
  active: (names) => `${names || '客服人员'}正在查看此页面。`,
  paused: '已暂停。没有人能看到此页面。',
  notShared: '此页面不会共享。没有人能看到它。',
  reconnecting: '连接已断开，正在重试…',
  elsewhere: '正在另一个标签页中共享。',
  ended: '共享已结束。',
  endedUnexpectedly: '连接已断开，共享已结束。',
  pause: '暂停',
  unpause: '继续',
  shareHere: '共享此标签页',
  stop: '停止共享',
  close: '关闭',
  everythingMasked: '页面上的所有文字均已隐藏。',
  delayed: '网络较慢，画面会有延迟。',
  hide: '隐藏内容',
  pickHint: '请选择不让客服看到的内容：点按该内容，或使用方向键和回车键。',
  nowHidden: '已隐藏。再次点按可重新显示。',
  shownAgain: '现在可以看到该内容。',
  done: '完成',
  hidden: '已隐藏',
};

const TEXTS: Readonly<Record<string, Texts>> = { en, zh };

/** The texts of a BCP 47 tag's language; English for languages that there are none for. */
export function textsFor(locale: string): Texts {
  return TEXTS[locale.toLowerCase().split('-')[0]!] ?? en;
}
