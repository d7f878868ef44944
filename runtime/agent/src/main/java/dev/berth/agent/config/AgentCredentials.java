package dev.berth.agent.config;

import dev.berth.protocol.sigv4.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access key of an agent. A file is read again when it has changed, so that keys can be rotated
 * without a restart. Safe for several threads.
 */
public final class AgentCredentials implements Supplier<Credentials> {
    private static final Logger log = LoggerFactory.getLogger(AgentCredentials.class);
    private static final String ID = "aws_access_key_id";
    private static final String SECRET = "aws_secret_access_key";
    private static final String TOKEN = "aws_session_token";

    private final Path file;
    private FileTime read;
    private Credentials current;

    private AgentCredentials(Path file, Credentials current) {
        this.file = file;
        this.current = current;
    }

    /**
     * The keys as the configuration says.
     *
     * @throws AgentConfigException there are none
     */
    public static AgentCredentials of(AgentConfig config, Map<String, String> environment)
            throws AgentConfigException {
        if (config.access().credentialsFile() == null) {
            return new AgentCredentials(null, fromEnvironment(environment));
        }
        var credentials = new AgentCredentials(config.access().credentialsFile(), null);
        credentials.load();
        return credentials;
    }

    @Override
    public synchronized Credentials get() {
        if (file != null) {
            try {
                if (!Files.getLastModifiedTime(file).equals(read)) {
                    load();
                }
            } catch (IOException | AgentConfigException e) {
                log.warn("The previous access key stays in use. {}", e.getMessage());
            }
        }
        return current;
    }

    private void load() throws AgentConfigException {
        try {
            var modified = Files.getLastModifiedTime(file);
            current = parse(Files.readString(file));
            read = modified;
        } catch (IOException e) {
            throw new AgentConfigException(
                    file
                            + ": expected a readable credentials file; name another with"
                            + " --credentials-file, or set AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY");
        }
    }

    private Credentials parse(String text) throws AgentConfigException {
        var profile = "";
        var keys = new HashMap<String, String>();
        for (var line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                profile = line.substring(1, line.length() - 1).strip();
            } else if (profile.equals("default") && line.contains("=") && !line.startsWith("#")) {
                var equals = line.indexOf('=');
                keys.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        if (!keys.containsKey(ID) || !keys.containsKey(SECRET)) {
            throw new AgentConfigException(
                    "%s: expected a profile [default] with %s and %s".formatted(file, ID, SECRET));
        }
        return new Credentials(keys.get(ID), keys.get(SECRET), keys.get(TOKEN));
    }

    private static Credentials fromEnvironment(Map<String, String> environment)
            throws AgentConfigException {
        var secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (secret == null) {
            throw new AgentConfigException(
                    "environment variable AWS_SECRET_ACCESS_KEY: expected the secret of"
                            + " AWS_ACCESS_KEY_ID");
        }
        return new Credentials(
                environment.get("AWS_ACCESS_KEY_ID"), secret, environment.get("AWS_SESSION_TOKEN"));
    }
}
