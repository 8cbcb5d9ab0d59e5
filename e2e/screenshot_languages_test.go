package e2e_test

import "fmt"

// looksRightInEveryLanguage has a page that is open in one language speak each of its others, at the narrow width. The element is
// connected again, which is much faster than loading the page again. Some headings, such as "Passkeys", are the same in two languages.
func (tb *tab) looksRightInEveryLanguage() {
	tb.t.Helper()
	if spoken != "" {
		return
	}
	type language struct{ Lang, Dir string }
	others := evaluate[[]language](tb, `[...document.querySelectorAll('.languages button:not([aria-current])')].map(({ lang, dir }) => ({ lang, dir: dir || 'ltr' }))`)
	if !evaluate[bool](tb, `document.querySelector('main > :defined:not(noscript)').localName.includes('-')`) { // the page of a problem
		address := evaluate[string](tb, `location.origin + location.pathname`)
		for _, other := range others {
			tb.open(address + "?lang=" + other.Lang)
			tb.await("be in "+other.Lang, fmt.Sprintf(`document.documentElement.lang === %q`, other.Lang))
			tb.looksRightHere(other.Lang)
		}
		return
	}
	for _, other := range others {
		evaluate[bool](tb, fmt.Sprintf(`(() => {
  Object.assign(document.documentElement, { lang: %q, dir: %q });
  window.previous = %s.text();
  document.querySelector('main').append(document.querySelector('main > :defined:not(noscript)'));
  return true;
})()`, other.Lang, other.Dir, shadow))
		tb.await("speak "+other.Lang, shadow+`.text() !== previous && `+shadow+`.first('h1') && !`+shadow+`.all('*').some((e) => e.busy)`)
		tb.looksRightHere(other.Lang)
	}
}

func (tb *tab) looksRightHere(lang string) {
	tb.t.Helper()
	tb.screenshot("320-dark-" + lang)
	tb.fits("in " + lang)
	tb.wellSaid("in " + lang)
}
