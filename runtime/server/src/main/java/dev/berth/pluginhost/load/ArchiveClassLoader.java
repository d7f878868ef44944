package dev.berth.pluginhost.load;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

/** Loads the classes of a plugin from memory. It keeps no file open. */
final class ArchiveClassLoader extends ClassLoader {
    private final String id;
    private final Map<String, byte[]> entries;

    ArchiveClassLoader(String id, Map<String, byte[]> entries, ClassLoader parent) {
        super("plugin " + id, parent);
        this.id = id;
        this.entries = entries;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var bytes = entries.get(name.replace('.', '/') + ".class");
        if (bytes == null) {
            throw new ClassNotFoundException(SharedClasses.sentence(name));
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    protected URL findResource(String name) {
        var bytes = entries.get(name);
        if (bytes == null) {
            return null;
        }
        try {
            return URL.of(URI.create("plugin:/" + id + "/"), new Handler(bytes));
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        var found = findResource(name);
        return Collections.enumeration(found == null ? List.of() : List.of(found));
    }

    private static final class Handler extends URLStreamHandler {
        private final byte[] bytes;

        Handler(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() throws IOException {
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }

    static {
        registerAsParallelCapable();
    }
}
