package dev.berth.agent.docker;

import java.util.List;
import java.util.Optional;

/**
 * The name of an image in a task definition, split for Docker's pull.
 *
 * @param tag a tag or a digest. Without a tag Docker would pull all tags, so {@code latest} is the
 *     default, as in the Docker CLI
 */
record ImageName(String repository, String tag) {
    static ImageName parse(String image) {
        var digest = image.indexOf('@');
        if (digest > 0) {
            // A tag is redundant if there is a digest.
            var repository = parse(image.substring(0, digest)).repository();
            return new ImageName(repository, image.substring(digest + 1));
        }
        var colon = image.lastIndexOf(':');
        // A colon before the last slash belongs to the port of the registry.
        return colon > image.lastIndexOf('/')
                ? new ImageName(image.substring(0, colon), image.substring(colon + 1))
                : new ImageName(image, "latest");
    }

    /**
     * The digest of the image in the registry: the one in its name, or else the first of its
     * repository.
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

    /** The name as Docker shows it: without the names of its default registry. */
    private static String familiar(String repository) {
        var name = repository.replaceFirst("^(index[.])?docker[.]io/", "");
        return name.replaceFirst("^library/", "");
    }

    /**
     * The name with characters escaped that are not allowed in a path. The slash is not escaped, as
     * Docker requires.
     */
    static String encoded(String image) {
        return image.replace("%", "%25")
                .replace("?", "%3F")
                .replace("#", "%23")
                .replace(" ", "%20");
    }
}
