// Starts the dashboard. A file of its own, because the page's policy allows no inline script.
import init from './holdfast_ui.js';

init({ module_or_path: './holdfast_ui_bg.wasm' }).catch((error) => {
  const line = document.createElement('p');
  line.className = 'boot';
  line.setAttribute('role', 'alert');
  line.textContent = `The dashboard could not start: ${error}. Reload the page.`;
  document.getElementById('app').replaceChildren(line);
});
