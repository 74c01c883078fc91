/** The state of the switches, as `/qa/api/` answers it. */
interface Switches {
  readonly armed: { readonly customer: readonly string[]; readonly agent: readonly string[] };
  readonly network: string;
  readonly rooms: readonly unknown[];
  readonly choices: {
    readonly pageFaults: readonly string[];
    readonly centreFaults: readonly string[];
    readonly networks: readonly string[];
  };
}

const byTestId = <Kind extends HTMLElement>(id: string): Kind => document.querySelector<Kind>(`[data-testid="${id}"]`)!;

/** Wires the buttons of the page to `/qa/api/`. */
export function startSwitchBoard(): void {
  const pageFault = byTestId<HTMLSelectElement>('page-fault');
  const centreFault = byTestId<HTMLSelectElement>('centre-fault');
  const network = byTestId<HTMLSelectElement>('network');

  const show = ({ armed, network: profile, choices }: Switches): void => {
    offer(pageFault, choices.pageFaults);
    offer(centreFault, choices.centreFaults);
    offer(network, choices.networks);
    network.value = profile;
    document.querySelector<HTMLElement>('[data-needs="emulator"]')!.hidden = choices.centreFaults.length === 0;
    const waiting = [...armed.customer.map((fault) => `customer ${fault}`), ...armed.agent.map((fault) => `agent ${fault}`)];
    byTestId('armed').textContent = waiting.length > 0 ? `Armed: ${waiting.join(', ')}` : '';
  };

  const send = async (wanted: Record<string, string>): Promise<void> => {
    const response = await fetch('/qa/api/switch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wanted),
    });
    if (response.ok) show((await response.json()) as Switches);
    else byTestId('armed').textContent = 'That switch did not work.';
  };

  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-switch]'))
    button.addEventListener('click', () => {
      const { switch: name = '', side = '' } = button.dataset;
      const kind = name === 'refuse' ? pageFault.value : name === 'centre' ? centreFault.value : '';
      void send({ switch: name, side, kind });
    });
  network.addEventListener('change', () => void send({ switch: 'network', profile: network.value }));

  void refresh(show);
  // What is armed strikes without this page's doing; a look now and then keeps the line true.
  setInterval(() => void refresh(show), 2_000);
}

async function refresh(show: (switches: Switches) => void): Promise<void> {
  try {
    const response = await fetch('/qa/api/state');
    if (response.ok) show((await response.json()) as Switches);
  } catch {
    // The server is being restarted; the next look tells.
  }
}

function offer(select: HTMLSelectElement, choices: readonly string[]): void {
  if (select.options.length === choices.length) return;
  select.replaceChildren(...choices.map((choice) => new Option(choice, choice)));
}
