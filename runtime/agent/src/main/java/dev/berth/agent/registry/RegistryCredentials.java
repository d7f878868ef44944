package dev.berth.agent.registry;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials that images are pulled with. They are looked up for each pull, so that a changed
 * file takes effect without a restart, and kept nowhere. Any thread may call.
 */
public final class RegistryCredentials {
    /** No registry has credentials. */
    public static final RegistryCredentials NONE =
            new RegistryCredentials(() -> new RegistrySettings(AuthData.EMPTY, null));

    private static final Logger log = LoggerFactory.getLogger(RegistryCredentials.class);

    /** Reads the settings as they are now. */
    public interface Source {
        /**
         * @throws IOException they cannot be read; the message has no value of them
         */
        RegistrySettings read() throws IOException;
    }

    private final Source source;
    private volatile RegistrySettings last = new RegistrySettings(AuthData.EMPTY, null);

    public RegistryCredentials(Source source) {
        this.source = source;
    }

    /**
     * The login for an image's repository, if there is one. Where a source cannot be read, the pull
     * goes on with what is known, and the registry says whether that will do.
     */
    public Optional<RegistryLogin> find(String repository) throws InterruptedException {
        try {
            last = source.read();
        } catch (IOException e) {
            log.warn("Using the last registry credentials that could be read. {}", e.getMessage());
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

    /** The JDK's own file exceptions say what happened with their names alone. */
    private static String reason(IOException e) {
        return e.getClass() == IOException.class ? e.getMessage() : e.toString();
    }
}
