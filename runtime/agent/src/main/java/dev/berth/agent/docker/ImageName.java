package dev.berth.agent.docker;

/**
 * An image as a task definition names it, split as Docker's pull wants it.
 *
 * @param tag a tag or a digest; without one Docker would pull every tag there is, so {@code latest}
 *     is filled in as its command line does
 */
record ImageName(String repository, String tag) {
    static ImageName parse(String image) {
        var digest = image.indexOf('@');
        if (digest > 0) {
            // A tag beside a digest says nothing more.
            var repository = parse(image.substring(0, digest)).repository();
            return new ImageName(repository, image.substring(digest + 1));
        }
        var colon = image.lastIndexOf(':');
        // A colon before the last slash belongs to a registry's port.
        return colon > image.lastIndexOf('/')
                ? new ImageName(image.substring(0, colon), image.substring(colon + 1))
                : new ImageName(image, "latest");
    }

    /**
     * The characters that an image's name has and a path would not take; the slash stays, as Docker
     * wants it.
     */
    static String encoded(String image) {
        return image.replace("%", "%25")
                .replace("?", "%3F")
                .replace("#", "%23")
                .replace(" ", "%20");
    }
}
