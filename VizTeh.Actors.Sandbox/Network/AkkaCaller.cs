using System.Buffers.Binary;

namespace VizTeh.Actors.Sandbox.Network;

/// <summary>
/// Reads which node opened a connection between nodes of Akka without TLS: its first frame, ASSOCIATE, holds the address by which the
/// others reach that node (WireFormats.proto of Akka.Remote: AkkaProtocolMessage, AkkaControlMessage, AkkaHandshakeInfo, AddressData).
/// </summary>
internal static class AkkaCaller
{
    /// <summary>A longer first frame is none of Akka's.</summary>
    private const int LongestFrame = 4 * 1024;

    // The fields that lead from the frame to the port.
    private const int Instruction = 2;
    private const int Handshake = 2;
    private const int Origin = 1;
    private const int PortOfAddress = 3;

    /// <param name="start">What the caller has sent so far.</param>
    /// <param name="port">The port of the caller's own address; null when the connection is not one between nodes.</param>
    /// <returns>False: more has to be read first.</returns>
    public static bool TryRead(ReadOnlySpan<byte> start, out int? port)
    {
        port = null;
        if (start.Length < sizeof(int))
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(start);
        if (length is < 0 or > LongestFrame)
            return true;
        if (start.Length < sizeof(int) + length)
            return false;
        var frame = start.Slice(sizeof(int), length);
        if (Message(Message(Message(frame, Instruction), Handshake), Origin) is { IsEmpty: false } address
            && Find(address, PortOfAddress, out var number, out _))
        {
            port = (int)number;
        }

        return true;
    }

    /// <returns>A field that is a message itself; empty without one.</returns>
    private static ReadOnlySpan<byte> Message(ReadOnlySpan<byte> message, int field) =>
        Find(message, field, out _, out var content) ? content : default;

    /// <summary>Finds a field of a message (protobuf.dev, Encoding): a number, or the bytes of a text or of a message.</summary>
    private static bool Find(ReadOnlySpan<byte> message, int field, out ulong number, out ReadOnlySpan<byte> content)
    {
        content = default;
        while (Number(ref message, out var tag))
        {
            number = 0;
            switch (tag & 7)
            {
                case 0 when Number(ref message, out number):
                    break;
                case 1 when message.Length >= sizeof(ulong):
                    message = message[sizeof(ulong)..];
                    break;
                case 2 when Number(ref message, out var length) && length <= (ulong)message.Length:
                    content = message[..(int)length];
                    message = message[(int)length..];
                    break;
                case 5 when message.Length >= sizeof(uint):
                    message = message[sizeof(uint)..];
                    break;
                default:
                    return false;
            }

            if ((int)(tag >> 3) == field)
                return true;
        }

        number = 0;
        return false;
    }

    private static bool Number(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (var at = 0; at < Math.Min(rest.Length, 10); at++)
        {
            value |= (ulong)(rest[at] & 0x7F) << (7 * at);
            if ((rest[at] & 0x80) != 0)
                continue;
            rest = rest[(at + 1)..];
            return true;
        }

        return false;
    }
}
