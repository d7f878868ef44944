package dev.berth.ecs.service;

import java.security.SecureRandom;

/** New ids of deployments, service deployments and service revisions, as ECS forms them. */
final class ServiceIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SMALLEST = 1_000_000_000_000_000_000L;
    private static final int LENGTH = 21;
    private static final String CHARACTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ServiceIds() {}

    /** 19 digits. */
    static String digits() {
        return Long.toString(RANDOM.nextLong(SMALLEST, Long.MAX_VALUE));
    }

    /** Such as {@code ecs-svc/1485800978477494678}. */
    static String deployment() {
        return "ecs-svc/" + digits();
    }

    /** 21 letters and digits. */
    static String serviceDeployment() {
        var id = new StringBuilder(LENGTH);
        RANDOM.ints(LENGTH, 0, CHARACTERS.length()).forEach(i -> id.append(CHARACTERS.charAt(i)));
        return id.toString();
    }
}
