package dev.berth.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Some of Berth's own pages: where they are, and who may read them. Sections that overlap are asked
 * in their order, and the strictest access among them counts for all.
 *
 * @param root the path of one page, such as {@code /metrics}, or with a slash at its end what all
 *     of them begin with
 */
public record PageSection(String root, Access access, PageRoutes pages) {
    /** What Berth offers beside the APIs of AWS. */
    static final String BERTH = "/berth/v1/";

    /** Who may read a page without a signature and without {@code admin.token}; least first. */
    public enum Access {
        /** Anybody. */
        OPEN,
        /**
         * Whoever connects from this machine, by the peer address of the connection. What says that
         * a proxy has forwarded it is not of this machine.
         */
        OPEN_ON_LOOPBACK,
        /** Nobody. */
        GUARDED;

        /** Whether a caller from there needs neither; null where it is not known. */
        boolean isOpenTo(InetAddress peer) {
            return switch (this) {
                case OPEN -> true;
                case OPEN_ON_LOOPBACK -> peer != null && peer.isLoopbackAddress();
                case GUARDED -> false;
            };
        }
    }

    /** Pages below {@code /berth/v1/}. */
    public static PageSection guarded(PageRoutes pages) {
        return new PageSection(BERTH, Access.GUARDED, pages);
    }

    /**
     * A page that programs on this machine read freely.
     *
     * @param path such as {@code /metrics}; the page is asked for an empty path
     */
    public static PageSection openOnLoopback(String path, PageRoutes pages) {
        return new PageSection(path, Access.OPEN_ON_LOOPBACK, pages);
    }

    /** The decoded segments after the root, or nothing where the path is of another section. */
    Optional<List<String>> within(String path) {
        if (path.equals(root)) {
            return Optional.of(List.of());
        }
        return root.endsWith("/") && path.startsWith(root)
                ? Optional.of(Arrays.asList(path.substring(root.length()).split("/")))
                : Optional.empty();
    }
}
