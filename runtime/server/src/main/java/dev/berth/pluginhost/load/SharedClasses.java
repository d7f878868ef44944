package dev.berth.pluginhost.load;

/**
 * The parent of every plugin's class loader: the JDK, the plugin API, PF4J and SLF4J, and nothing
 * else of the server. The exception for any other class says what a plugin sees.
 */
final class SharedClasses extends ClassLoader {
    static final String VISIBLE =
            "a plugin sees the JDK, dev.berth.plugin, org.pf4j, org.slf4j and what is in its own"
                    + " jar, nothing else of the server";

    private final ClassLoader server = SharedClasses.class.getClassLoader();

    SharedClasses() {
        super("shared with plugins", ClassLoader.getPlatformClassLoader());
    }

    static boolean isShared(String name) {
        return name.startsWith("dev.berth.plugin.")
                || name.startsWith("org.pf4j.")
                || name.startsWith("org.slf4j.");
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isShared(name) ? server.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        throw new ClassNotFoundException(sentence(name));
    }

    static String sentence(String name) {
        return name + " cannot be found: " + VISIBLE;
    }

    static {
        registerAsParallelCapable();
    }
}
