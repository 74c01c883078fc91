import type { Customer } from '../../support/e2e.ts';

/**
 * Moves times of the record that the present page leaves behind, as if that much time, or the clock, had passed by: the
 * widget's own listener writes it before this one.
 */
export const editRecord = (customer: Customer, moves: Readonly<Record<string, number>>): Promise<void> =>
  customer.evaluate((by) => {
    addEventListener('pagehide', () => {
      const record = JSON.parse(sessionStorage.getItem('cobrowse-widget.session')!) as Record<string, number>;
      for (const [time, ms] of Object.entries(by)) record[time]! += ms;
      sessionStorage.setItem('cobrowse-widget.session', JSON.stringify(record));
    }, { once: true });
  }, moves);

/** What whatever ends a session does, on this page or on a later one. */
export const removeRecord = (customer: Customer): Promise<void> =>
  customer.evaluate(() => sessionStorage.removeItem('cobrowse-widget.session'));
