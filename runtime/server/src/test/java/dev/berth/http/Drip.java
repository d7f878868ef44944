package dev.berth.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A peer that never finishes what it says. */
final class Drip {
    private Drip() {}

    /** Sends a letter whenever nothing has come for a while; true when the server hangs up. */
    static boolean endsWhileDripping(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        while (true) {
            try {
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException _) {
                try {
                    socket.getOutputStream().write('a');
                } catch (IOException _) {
                    return true;
                }
            } catch (IOException _) {
                return true;
            }
        }
    }
}
