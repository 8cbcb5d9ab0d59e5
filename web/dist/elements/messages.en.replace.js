export default{replace:{heading:"Set up a new passkey",lead:"Your code was accepted. You can set up one passkey until {time}. You do not need the one you lost.",action:"Set up a new passkey"}};
