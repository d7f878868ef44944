package dev.berth.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.contract.PlacementStrategyContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What plugins are compiled against is listed in {@code plugin-api.txt}: a change of it shows in
 * review, and nobody makes one by accident.
 */
class PublicSignaturesTest {
    private static final Path LIST = Path.of("plugin-api.txt");
    private static final String RENEW = "plugin-api.renew";

    @Test
    void theSignaturesAreThoseOfTheList() throws Exception {
        var now = signatures();
        if (Boolean.getBoolean(RENEW)) {
            Files.write(LIST, now);
        }
        assertThat(now)
                .as(
                        "The public signatures differ from plugin-api.txt. Plugins that people have"
                                + " built are compiled against them: do not remove or change one. If the"
                                + " change is meant, renew the list and say so under SPI in"
                                + " CHANGELOG.md: ./mvnw -pl plugin-api test -D%s=true",
                        RENEW)
                .isEqualTo(Files.readAllLines(LIST));
    }

    private static List<String> signatures() throws Exception {
        var lines = new ArrayList<String>();
        for (var start : List.of(Settings.class, PlacementStrategyContract.class)) {
            classes(start).filter(PublicSignaturesTest::isVisible).forEach(c -> list(c, lines));
        }
        return lines;
    }

    /** Those that lie beside this one, in its package and below. */
    private static Stream<Class<?>> classes(Class<?> start) throws IOException, URISyntaxException {
        var root = Path.of(start.getProtectionDomain().getCodeSource().getLocation().toURI());
        var folder = root.resolve(start.getPackageName().replace('.', '/'));
        try (var files = Files.walk(folder)) {
            return files
                    .map(file -> root.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .sorted()
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - 6)))
                    .toList()
                    .stream();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicSignaturesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(name, e));
        }
    }

    private static boolean isVisible(Class<?> type) {
        return isVisible(type.getModifiers())
                && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static void list(Class<?> type, List<String> lines) {
        lines.add(type.toGenericString() + parents(type));
        var members = new ArrayList<String>();
        Stream.of(
                        Arrays.stream(type.getDeclaredConstructors()),
                        Arrays.stream(type.getDeclaredFields()),
                        Arrays.stream(type.getDeclaredMethods()))
                .flatMap(stream -> stream.map(Member.class::cast))
                .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
                .map(PublicSignaturesTest::text)
                .sorted(Comparator.naturalOrder())
                .forEach(members::add);
        members.forEach(member -> lines.add("    " + member));
    }

    private static String parents(Class<?> type) {
        var parents = new ArrayList<String>();
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
            parents.add(type.getGenericSuperclass().getTypeName());
        }
        for (var parent : type.getGenericInterfaces()) {
            parents.add(parent.getTypeName());
        }
        return parents.isEmpty() ? "" : " < " + String.join(", ", parents);
    }

    private static String text(Member member) {
        if (member instanceof Method method) {
            return method.toGenericString();
        }
        return member instanceof Field field
                ? field.toGenericString()
                : ((Constructor<?>) member).toGenericString();
    }
}
