package dev.berth.agent.docker;

import java.util.List;
import java.util.Optional;

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
     * Its digest in the registry: the one that it is named by, or else the first of its repository.
     *
     * @param listed Docker's {@code RepoDigests}, such as {@code busybox@sha256:…}
     */
    Optional<String> digest(List<String> listed) {
        var own =
                listed.stream()
                        .map(each -> each.split("@", 2))
                        .filter(parts -> parts.length == 2)
                        .filter(parts -> familiar(parts[0]).equals(familiar(repository)))
                        .map(parts -> parts[1])
                        .toList();
        return own.contains(tag) ? Optional.of(tag) : own.stream().findFirst();
    }

    /** As Docker shows it: without the names of its default registry. */
    private static String familiar(String repository) {
        var name = repository.replaceFirst("^(index[.])?docker[.]io/", "");
        return name.replaceFirst("^library/", "");
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
