// Dutch sentences of messages.en.codesheet.js.
export default {
  "recovery-codes": {
    "making": "Je codes worden gemaakt. Vraagt je apparaat erom, bevestig dan met een passkey.",
    "confirm_heading": "Nieuwe herstelcodes maken?",
    "confirm_lead": "Al je huidige codes werken dan meteen niet meer, ook de codes die je hebt afgedrukt.",
    "keep": "Mijn codes houden",
    "new_heading": "Je nieuwe herstelcodes",
    "new_lead": "Ze worden maar één keer getoond. Bewaar ze waar je er ook zonder dit apparaat bij kunt: op papier of in je wachtwoordmanager.",
    "list": "Herstelcodes",
    "copy": "Kopiëren",
    "copied": "Codes gekopieerd. Plak ze op een veilige plek.",
    "not_copied": "Kopiëren is mislukt. De codes zijn geselecteerd: kopieer ze met je toetsenbord.",
    "download": "Downloaden",
    "downloaded": "De codes zijn opgeslagen in je downloads.",
    "print": "Afdrukken",
    "kept": "Ik heb ze opgeslagen",
    "done": "Je herstelcodes zijn klaar.",
    "file_name": "{app}-herstelcodes.txt",
    "file_title": "Herstelcodes voor {app}",
    "file_date": "Gemaakt op {date}.",
    "file_use": "Als je je passkey kwijt bent, log dan zoals gewoonlijk in bij {app}, kies ‘Herstelcode gebruiken’ en voer een van deze codes in. Elke code werkt één keer. Maak je nieuwe codes, dan zijn deze niet meer geldig."
  },
  "errors": {
    "conflict": {
      "what": "Er zijn net codes gemaakt, misschien door jou in een ander tabblad, of er is iets anders in je account gewijzigd.",
      "next": "Heb je die codes bewaard, gebruik ze dan. Wacht anders tien seconden, laad de pagina opnieuw en probeer het nog een keer."
    }
  }
};
