using System.Net.Sockets;
using Npgsql;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Tests.Reliability;

public sealed class CausesTests
{
    private static readonly SocketException CutOff = new((int)SocketError.OperationAborted);

    [Fact]
    public void A_call_that_was_cancelled_is_that_and_no_failure_of_its_socket()
    {
        var cancelled = new TaskCanceledException("cancelled", new IOException("the read was cut off", CutOff));

        Assert.Same(cancelled, new AggregateException(new HttpRequestException("no answer", cancelled)).CauseOf());
        Assert.Same(cancelled, cancelled.CauseOf());
    }

    [Fact]
    public void A_connection_that_broke_is_an_error_of_the_database_and_not_of_its_socket()
    {
        var broken = new NpgsqlException("the connection is broken", CutOff);

        Assert.Same(broken, new AggregateException(broken).CauseOf());
        Assert.Same(broken, broken.CauseOf());
    }
}
