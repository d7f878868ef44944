package dev.berth.integration.fleet;

import dev.berth.protocol.sigv4.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;

/** Reads the key pair that a server has written at its first start. */
public final class KeyFile {
    private KeyFile() {}

    public static Credentials read(Path file) throws IOException {
        var values = new HashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            var equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return Credentials.of(values.get("aws_access_key_id"), values.get("aws_secret_access_key"));
    }
}
