using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Benchmarks.Micro;

/// <summary>An update as Telegram sends it.</summary>
[MemoryDiagnoser]
public class UpdateReaderBenchmarks
{
    private const string Chat = """{"id":5001,"first_name":"\u0410\u043d\u043d\u0430","username":"anna","type":"private"}""";
    private const string From =
        """{"id":5001,"is_bot":false,"first_name":"\u0410\u043d\u043d\u0430","username":"anna","language_code":"ru"}""";

    private readonly UpdateReader _reader = new(new ManagerChats([7001], NullLogger<ManagerChats>.Instance));

    private readonly string _text =
        $$$"""
        {"update_id":100001,"message":{"message_id":12,"from":{{{From}}},"chat":{{{Chat}}},"date":1795348800,
        "text":"\u0422\u0432\u0435\u0440\u044c"}}
        """;

    private readonly string _press =
        $$$"""
        {"update_id":100002,"callback_query":{"id":"4382000000000000001","from":{{{From}}},
        "message":{"message_id":13,"from":{"id":7204518933,"is_bot":true,"first_name":"Bot","username":"a_bot"},
        "chat":{{{Chat}}},"date":1795348800,
        "text":"\u041a\u0430\u043a\u043e\u0435 \u043d\u0430\u043f\u0440\u0430\u0432\u043b\u0435\u043d\u0438\u0435?"},
        "chat_instance":"77","data":"d:0:1"}}
        """;

    [Benchmark]
    public IncomingUpdate Text() => _reader.Read(_text);

    [Benchmark]
    public IncomingUpdate Press() => _reader.Read(_press);
}
