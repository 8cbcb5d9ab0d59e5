// languages.js: where the sentences are. Made by build.sh of the files' names, each in full: in a package, some bundlers
// follow no others. The admin console is no part of the package.

/** @typedef {{[key: string]: string | Sentences}} Sentences */

/** @type {{[name: string]: () => Promise<{default: Sentences}>}} */
const files = {
  'de.activity': () => import('./messages.de.activity.js'),
  'de.codesheet': () => import('./messages.de.codesheet.js'),
  'de.factors': () => import('./messages.de.factors.js'),
  'de': () => import('./messages.de.js'),
  'de.login': () => import('./messages.de.login.js'),
  'de.not-me': () => import('./messages.de.not-me.js'),
  'de.passkeys': () => import('./messages.de.passkeys.js'),
  'de.recover': () => import('./messages.de.recover.js'),
  'de.recovery-codes': () => import('./messages.de.recovery-codes.js'),
  'de.setup': () => import('./messages.de.setup.js'),
  'de.step-up': () => import('./messages.de.step-up.js'),
  'en.activity': () => import('./messages.en.activity.js'),
  'en.codesheet': () => import('./messages.en.codesheet.js'),
  'en.factors': () => import('./messages.en.factors.js'),
  'en': () => import('./messages.en.js'),
  'en.login': () => import('./messages.en.login.js'),
  'en.not-me': () => import('./messages.en.not-me.js'),
  'en.passkeys': () => import('./messages.en.passkeys.js'),
  'en.recover': () => import('./messages.en.recover.js'),
  'en.recovery-codes': () => import('./messages.en.recovery-codes.js'),
  'en.setup': () => import('./messages.en.setup.js'),
  'en.step-up': () => import('./messages.en.step-up.js'),
};

/** @param {string} name "de" or "de.setup"; it throws where there is no such file */
export const load = (name) => files[name]();
