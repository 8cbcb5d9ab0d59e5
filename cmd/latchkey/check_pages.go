package main

import (
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"

	"latchkey/web"
)

// pages checks the look of the pages, which the web room judges.
func (c *checker) pages() {
	look, err := c.config.Branding.read()
	for _, fault := range brandFaults(err) {
		c.fault("branding."+fault.Setting, fault.Wrong, fault.Remedy)
	}
	for _, fault := range look.Faults() {
		c.fault("branding."+fault.Setting, fault.Wrong, fault.Remedy)
	}
}

// read takes in the logos. Its error joins a *web.Fault for each that cannot be used; the rest of the look is there anyhow.
func (b Branding) read() (web.Branding, error) {
	logo, logoErr := readLogo("logo_file", b.LogoFile)
	logoDark, darkErr := readLogo("logo_dark_file", b.LogoDarkFile)
	look := web.Branding{
		Logo: logo, LogoDark: logoDark,
		Accent: b.Accent, AccentDark: b.AccentDark,
		Background: b.Background, BackgroundDark: b.BackgroundDark,
		Radius:     b.Radius,
		SupportURL: b.SupportURL, SupportEmail: b.SupportEmail,
	}
	return look, errors.Join(logoErr, darkErr)
}

func readLogo(setting, name string) (*web.Logo, error) {
	if name == "" {
		return nil, nil
	}
	body, err := readStart(name, web.MaxLogo+1)
	if err != nil {
		reason := err
		if pathError := (*fs.PathError)(nil); errors.As(err, &pathError) {
			reason = pathError.Err
		}
		return nil, &web.Fault{Setting: setting, Wrong: "names " + name + ", which cannot be read: " + reason.Error() + ".", Remedy: "Check the path, and let Latchkey's user read the file."}
	}
	logo, err := web.NewLogo(body)
	if fault := (*web.Fault)(nil); errors.As(err, &fault) {
		fault.Setting = setting
	}
	return logo, err
}

// readStart reads no more of a file than limit bytes, whatever it is.
func readStart(name string, limit int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("it is a folder")
	}
	return io.ReadAll(io.LimitReader(file, limit))
}

// brandFaults takes apart what read has joined.
func brandFaults(err error) []*web.Fault {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var faults []*web.Fault
	for _, each := range joined.Unwrap() {
		if fault := (*web.Fault)(nil); errors.As(each, &fault) {
			faults = append(faults, fault)
		}
	}
	return faults
}

// frameAncestor checks an origin whose pages may frame ours. On another site a frame gets no cookies, and the page would
// find nobody signed in.
func (c *checker) frameAncestor(path, origin string) {
	if !c.origin(path, origin) {
		return
	}
	theirs, err := url.Parse(origin)
	ours, oursErr := url.Parse(c.config.Serve.Public.BaseURL)
	if err == nil && oursErr == nil && ours.Host != "" && !sameSite(ours, theirs) {
		c.warn(path, "is not on the site of serve.public.base_url ("+c.config.Serve.Public.BaseURL+"): browsers send a frame there no cookies, so people will not be signed in.", "Link to the page instead of framing it, or put both on one scheme and one domain.")
	}
}
