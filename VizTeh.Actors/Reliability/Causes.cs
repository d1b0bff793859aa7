namespace VizTeh.Actors.Reliability;

/// <summary>Finds what was thrown in an error that wraps it.</summary>
internal static class Causes
{
    /// <summary>
    /// The error that a task failed with, without the <see cref="AggregateException"/> around it; of a cancelled call its
    /// <see cref="OperationCanceledException"/>, in which .NET's HTTP client wraps what the cancellation did to the socket.
    /// </summary>
    public static Exception CauseOf(this Exception error)
    {
        for (var at = error; at is not null; at = at.InnerException)
        {
            if (at is OperationCanceledException)
                return at;
        }

        return error is AggregateException ? error.GetBaseException() : error;
    }
}
