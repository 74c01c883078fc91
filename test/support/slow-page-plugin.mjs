import { PassThrough } from 'node:stream';

const PATH = /^\/slow-page\/(\w+)$/;

/**
 * Pages that a slow server sends piece by piece, for web-test-runner: `/slow-page/any-id`. Tests call, with
 * `executeServerCommand` of @web/test-runner-commands:
 * - `slow-page:write` `{id, html}`: sends the next piece of that page, which somebody has asked for or is about to
 * - `slow-page:end` `{id}`: that was the last one
 */
export function slowPages() {
  const pages = new Map();
  const pageOf = (id) => {
    if (!pages.has(id)) pages.set(id, new PassThrough());
    return pages.get(id);
  };
  const commands = {
    'slow-page:write': ({ id, html }) => void pageOf(id).write(html),
    'slow-page:end'({ id }) {
      pageOf(id).end();
      pages.delete(id);
    },
  };
  return {
    /** Before all that reads a page to its end so as to change it. */
    middleware(context, next) {
      const [, id] = PATH.exec(context.path) ?? [];
      if (!id) return next();
      context.type = 'text/html; charset=utf-8';
      context.body = pageOf(id);
    },
    plugin: {
      name: 'slow-page',
      executeCommand({ command, payload }) {
        if (!(command in commands)) return undefined;
        commands[command](payload);
        // What a command returns must be truthy, or web-test-runner takes it for an unknown one.
        return true;
      },
    },
  };
}
