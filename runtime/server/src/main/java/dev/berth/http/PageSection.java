package dev.berth.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;

/**
 * A group of Berth's own pages: their paths, and who may read them. Where sections overlap, they
 * are tried in their order, and the strictest access among them applies to all.
 *
 * @param root the path of one page, such as {@code /metrics}; or, with a slash at its end, the
 *     prefix of the paths of all its pages
 * @param method the method of the requests to its pages
 */
public record PageSection(String root, Access access, PageRoutes pages, HttpMethod method) {
    /** The prefix of the pages that Berth offers in addition to the AWS APIs. */
    static final String BERTH = "/berth/v1/";

    /** Who may read a page without a signature and without {@code admin.token}; most open first. */
    public enum Access {
        /** Every caller. */
        OPEN,
        /**
         * Callers on this machine, by the peer address of the connection. A request that a proxy
         * has forwarded does not count as local.
         */
        OPEN_ON_LOOPBACK,
        /** No caller. */
        GUARDED;

        /** Whether a caller from this address needs neither; null if the address is unknown. */
        boolean isOpenTo(InetAddress peer) {
            return switch (this) {
                case OPEN -> true;
                case OPEN_ON_LOOPBACK -> peer != null && peer.isLoopbackAddress();
                case GUARDED -> false;
            };
        }
    }

    /** One whose pages are read. */
    PageSection(String root, Access access, PageRoutes pages) {
        this(root, access, pages, HttpMethods.GET);
    }

    /** Pages below {@code /berth/v1/}. */
    public static PageSection guarded(PageRoutes pages) {
        return new PageSection(BERTH, Access.GUARDED, pages);
    }

    /**
     * An action that is requested with POST.
     *
     * @param path such as {@code /-/reload}; its routes receive an empty path
     */
    public static PageSection guardedAction(String path, PageRoutes pages) {
        return new PageSection(path, Access.GUARDED, pages, HttpMethods.POST);
    }

    /**
     * A page that programs on this machine can read without authentication.
     *
     * @param path such as {@code /metrics}; its routes receive an empty path
     */
    public static PageSection openOnLoopback(String path, PageRoutes pages) {
        return new PageSection(path, Access.OPEN_ON_LOOPBACK, pages);
    }

    /** The decoded segments after the root; empty if the path belongs to another section. */
    Optional<List<String>> within(String path) {
        if (path.equals(root)) {
            return Optional.of(List.of());
        }
        return root.endsWith("/") && path.startsWith(root)
                ? Optional.of(Arrays.asList(path.substring(root.length()).split("/")))
                : Optional.empty();
    }
}
