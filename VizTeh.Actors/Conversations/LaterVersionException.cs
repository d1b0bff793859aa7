namespace VizTeh.Actors.Conversations;

/// <summary>
/// A later version of the program wrote this. Nothing is damaged: it is read again by a node of that version, or by this one once it is
/// updated.
/// </summary>
public sealed class LaterVersionException(string message, Exception? inner = null) : FormatException(message, inner)
{
    /// <summary>The one that an error is, or was caused by; null for none.</summary>
    public static LaterVersionException? In(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is LaterVersionException later)
                return later;
        }

        return null;
    }
}
