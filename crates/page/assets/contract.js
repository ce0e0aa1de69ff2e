// The page of a contract: Swagger UI, told what this page is for. Everything is read from the contract in the document.
(() => {
  'use strict';

  const contract = JSON.parse(document.getElementById('contract').textContent);
  const place = document.getElementById('ui');
  // Which tokens the server takes; nothing, if this is a file, from which no call is made.
  const tokens = place.dataset.tokens;
  const token = document.getElementById('token');

  const environments = contract.servers ?? [];
  if (tokens) serveHere();

  // Every operation is at the root of the simulator, whatever servers it has.
  function serveHere() {
    contract.servers = [{ url: location.origin }];
    for (const item of Object.values(contract.paths ?? {})) {
      delete item.servers;
      for (const operation of Object.values(item)) delete operation?.servers;
    }
  }

  // Swagger UI has a style for dark pages, and leaves it to them to ask for it.
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', follow);
  follow();

  const plugin = ({ React }) => {
    const h = React.createElement;
    const nothing = () => null;

    // The name of an extension, for a reader: `x-token-scope` is the token scope.
    const words = (key) => key.slice(2).replaceAll('-', ' ');
    const value = (it) => (typeof it === 'string' ? it : JSON.stringify(it));
    const row = (name, ...content) => [h('dt', { key: `${name} name` }, name), h('dd', { key: name }, ...content)];

    const Environment = ({ server }) => {
      const { url, description, variables = {}, ...others } = server;
      const rows = Object.entries(variables).flatMap(([name, it]) =>
        row(`{${name}}`, (it.enum ?? [it.default]).join(', '), it.description ? ` – ${it.description}` : null));
      const extensions = Object.entries(others).filter(([key]) => key.startsWith('x-'));
      rows.push(...extensions.flatMap(([key, it]) => row(words(key), h('code', null, value(it)))));
      const address = [h('code', { key: 'url' }, url), description];
      return h('li', null, rows.length === 0 ? h('p', null, ...address)
        : h('details', null, h('summary', null, ...address), h('dl', null, ...rows)));
    };

    // In the place of the choice of a server: the page has one, and names those of the service.
    const Environments = () => environments.length === 0 ? null
      : h('section', { className: 'environments wrapper' },
        h('h2', { id: 'environments' }, 'Environments'),
        h('ul', null, ...environments.map((server, index) => h(Environment, { server, key: index }))));

    // What a token must allow: each line is enough.
    const Permissions = ({ operation }) => {
      const own = operation.get('security');
      const required = own ? own.toJS() : contract.security ?? [];
      const scheme = ([name, scopes]) => h('span', { key: name }, name, ...scopes.flatMap((it) => [' ', h('code', { key: it }, it)]));
      const line = (requirement, index) => {
        const schemes = Object.entries(requirement).map(scheme);
        return h('li', { key: index }, schemes.length === 0 ? 'Anybody' : schemes.flatMap((it, at) => (at > 0 ? [' and ', it] : [it])));
      };
      return required.length === 0 ? null
        : h('div', { className: 'opblock-section permissions' },
          h('div', { className: 'opblock-section-header' }, h('h4', { className: 'opblock-title' }, 'Who may call')),
          h('ul', null, ...required.map(line)));
    };

    return {
      wrapComponents: {
        ServersContainer: () => Environments,
        parameters: (Original) => (props) => h(React.Fragment, null, h(Permissions, props), h(Original, props)),
        // The page has one token for all calls, and no sign-in anywhere else.
        AuthorizeBtnContainer: () => nothing,
        authorizeBtn: () => nothing,
        authorizeOperationBtn: () => nothing,
        InfoUrl: () => nothing,
        InfoBasePath: () => nothing,
        // A link inside of a button cannot be reached; the button changes the address too.
        DeepLink: () => ({ text }) => h('span', null, text),
      },
    };
  };

  // Swagger UI has controls without a name for those who do not see what is around them.
  const names = [
    ['textarea.body-param__text', 'Request body'],
    ['.examples-select-element', 'Example'],
    ['.content-type', 'Media type'],
    ['.parameters select, .parameters input, .parameters textarea', 'Value'],
    ['select, textarea, input', 'Choice'],
  ];
  const nameControls = () => {
    for (const [selector, name] of names) {
      for (const control of place.querySelectorAll(selector)) {
        if (!control.labels?.length && !control.ariaLabel && !control.placeholder) {
          const of = control.closest('[data-param-name]')?.dataset.paramName ?? control.closest('[data-code]')?.dataset.code;
          control.ariaLabel = of ? `${name} of ${of}` : name;
        }
      }
    }
    // Swagger UI takes itself for the whole page.
    place.querySelector('main')?.setAttribute('role', 'group');
    // What scrolls can be scrolled with keys.
    for (const scrolls of place.querySelectorAll('pre:not([tabindex]), .example:not([tabindex])')) scrolls.tabIndex = 0;
  };
  new MutationObserver(nameControls).observe(place, { childList: true, subtree: true });

  if (tokens) offerToken();

  function offerToken() {
    const issued = document.getElementById('issued');
    const issue = async () => {
      try {
        const response = await fetch('/msi/token?resource=simulator', { headers: { 'X-IDENTITY-HEADER': 'page' } });
        token.value = (await response.json()).access_token;
        issued.textContent = 'The simulator has issued a token.';
      } catch {
        issued.textContent = 'The simulator has issued no token.';
      }
    };
    document.getElementById('issue').addEventListener('click', issue);
    if (tokens === 'issued') issue();
    else token.value = 'any';
  }

  SwaggerUIBundle({
    spec: contract,
    domNode: place,
    plugins: [plugin],
    deepLinking: true,
    // A list of hundreds is opened tag by tag.
    docExpansion: Object.keys(contract.paths ?? {}).length > 100 ? 'none' : 'list',
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    showMutatedRequest: true,
    supportedSubmitMethods: tokens ? ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] : [],
    validatorUrl: null,
    requestInterceptor: (request) => {
      const text = token?.value.trim();
      if (text) request.headers.Authorization = `Bearer ${text}`;
      return request;
    },
  });
})();
