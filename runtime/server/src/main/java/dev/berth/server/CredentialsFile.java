package dev.berth.server;

import dev.berth.server.config.AccessKey;
import dev.berth.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.stream.Collectors;

/**
 * The access key that a server without configured keys creates: an AWS credentials file with the
 * profile {@code default}, readable by its owner only.
 */
final class CredentialsFile {
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final Path path;

    CredentialsFile(Path path) {
        this.path = path;
    }

    /**
     * The access key in the file. The file is created if it does not exist.
     *
     * @throws ConfigException if the file exists and contains no access key
     */
    AccessKey readOrCreate() throws IOException, ConfigException {
        if (!Files.exists(path)) {
            create();
        }
        return read();
    }

    /** Writes a temporary file and moves it, so that a crash leaves no incomplete file. */
    private void create() throws IOException {
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var beside = Files.createTempFile(path.getParent(), "credentials", ".new", owner);
        Files.writeString(
                beside,
                """
                # Made by berth server at its first start. Copy it to wherever clients run.
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """
                        .formatted("AKIA" + random(ID_LETTERS, 16), random(SECRET_LETTERS, 40)));
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random(String letters, int length) {
        return new SecureRandom()
                .ints(length, 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private AccessKey read() throws IOException, ConfigException {
        var values = new HashMap<String, String>();
        var profile = "";
        for (var line : Files.readAllLines(path)) {
            var text = line.strip();
            if (text.startsWith("[") && text.endsWith("]")) {
                profile = text.substring(1, text.length() - 1).strip();
            } else if (profile.equals("default") && !text.startsWith("#") && text.contains("=")) {
                var equals = text.indexOf('=');
                values.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
            }
        }
        var id = values.getOrDefault("aws_access_key_id", "");
        var secret = values.getOrDefault("aws_secret_access_key", "");
        if (id.isEmpty() || secret.isEmpty()) {
            throw new ConfigException(
                    path
                            + ": expected a profile [default] with aws_access_key_id and"
                            + " aws_secret_access_key; remove the file to create a new access key");
        }
        return new AccessKey(id, secret);
    }
}
