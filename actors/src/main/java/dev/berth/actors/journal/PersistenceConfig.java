package dev.berth.actors.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;

/** The settings of Pekko Persistence JDBC, over {@code berth-pekko.conf}. */
public final class PersistenceConfig {

    private static final String DB = "pekko-persistence-jdbc.shared-databases.slick.";

    private PersistenceConfig() {}

    /** The configuration of the actor system. */
    public static Config of(DatabaseSettings settings) {
        Map<String, Object> values = new HashMap<>();
        values.put(DB + "profile", settings.vendor().slickProfile());
        var user = settings.user() == null ? "" : settings.user();
        var password = settings.password() == null ? "" : settings.password();
        switch (settings.vendor()) {
            case H2 -> {
                values.put(DB + "db.driver", settings.vendor().driver());
                values.put(DB + "db.url", settings.completeUrl());
                values.put(DB + "db.user", user);
                values.put(DB + "db.password", password);
            }
            case POSTGRESQL -> {
                values.put(DB + "db.dataSourceClassName", RetryingDataSource.class.getName());
                values.put(DB + "db.properties.url", settings.completeUrl());
                values.put(DB + "db.properties.user", user);
                values.put(DB + "db.properties.password", password);
            }
        }
        return ConfigFactory.parseMap(values, "database settings")
                .withFallback(ConfigFactory.parseResources("berth-pekko.conf"))
                .withFallback(ConfigFactory.load());
    }
}
