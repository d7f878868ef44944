package dev.berth.agent.registry;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials for pulling images. They are read for each pull, so that a changed file takes
 * effect without a restart, and are not stored. Safe for several threads.
 */
public final class RegistryCredentials {
    /** No registry has credentials. */
    public static final RegistryCredentials NONE =
            new RegistryCredentials(() -> new RegistrySettings(AuthData.EMPTY, null));

    private static final Logger log = LoggerFactory.getLogger(RegistryCredentials.class);

    /** Reads the current settings. */
    public interface Source {
        /**
         * @throws IOException if they cannot be read; the message does not contain values
         */
        RegistrySettings read() throws IOException;
    }

    private final Source source;
    private volatile RegistrySettings last = new RegistrySettings(AuthData.EMPTY, null);

    public RegistryCredentials(Source source) {
        this.source = source;
    }

    /**
     * The login for an image's repository, if there is one. If a source cannot be read, the pull
     * continues with the known credentials, and the registry decides.
     */
    public Optional<RegistryLogin> find(String repository) throws InterruptedException {
        try {
            last = source.read();
        } catch (IOException e) {
            log.warn("Using the previous registry credentials. {}", e.getMessage());
        }
        var settings = last;
        var found = settings.auth().find(repository);
        if (found.isPresent() || settings.dockerConfig() == null) {
            return found;
        }
        try {
            return new DockerConfigFile(settings.dockerConfig()).find(repository);
        } catch (IOException e) {
            log.warn("No registry credentials from {}. {}", settings.dockerConfig(), reason(e));
            return Optional.empty();
        }
    }

    /** The file exceptions of the JDK have no message except the file name. */
    private static String reason(IOException e) {
        return e.getClass() == IOException.class ? e.getMessage() : e.toString();
    }
}
