package dev.berth.actors.launch;

import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** New random ids in the formats of ECS. An ARN is never used twice. */
public final class Ids {

    private Ids() {}

    /** 32 hexadecimal digits, for a task or a container instance. */
    public static String hex32() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    /** For a container of a task. */
    public static String uuid() {
        return UUID.randomUUID().toString();
    }
}
