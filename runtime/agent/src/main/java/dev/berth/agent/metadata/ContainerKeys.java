package dev.berth.agent.metadata;

import dev.berth.agent.task.state.TaskState;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys in the metadata URIs of containers: 128 bits each, derived from the agent's secret. They
 * do not change while the agent keeps its state.
 */
final class ContainerKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final SecretKeySpec secret;

    /** A container of a task. */
    record Found(TaskState task, String container) {}

    ContainerKeys(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    String of(String task, String container) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            var digest = mac.doFinal((task + "\n" + container).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** The container with this key. */
    Optional<Found> find(String key, Collection<TaskState> tasks) {
        return tasks.stream()
                .flatMap(task -> task.containers().stream().map(c -> new Found(task, c.name())))
                .filter(found -> of(found.task().arn(), found.container()).equals(key))
                .findFirst();
    }
}
