// The journal, live: asks the simulator for what it has received since, which comes as escaped HTML.
(() => {
  'use strict';

  const PAUSE = 1000;
  const entries = document.getElementById('entries');
  const count = document.getElementById('count');
  const longest = Number(entries.dataset.longest);
  let received = Number(entries.dataset.received);

  const show = (part) => {
    const fresh = part.getElementById('entries');
    const now = Number(fresh.dataset.received);
    // Another simulator at the same address.
    if (now < received) return location.reload();
    if (now === received) return;
    received = now;
    entries.prepend(...fresh.children);
    while (entries.children.length > longest) entries.lastElementChild.remove();
    count.textContent = part.getElementById('count').textContent;
    document.getElementById('nothing')?.remove();
  };

  const ask = async () => {
    try {
      const response = await fetch(`?after=${received}`, { cache: 'no-store' });
      show(new DOMParser().parseFromString(await response.text(), 'text/html'));
      document.body.classList.remove('gone');
    } catch {
      count.textContent = 'The simulator does not respond.';
      document.body.classList.add('gone');
    }
  };

  const turn = async () => {
    if (!document.hidden) await ask();
    setTimeout(turn, PAUSE);
  };
  setTimeout(turn, PAUSE);
})();
