using System.Net;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.TelegramApi;

public sealed class SendFailureTests
{
    [Fact]
    public void A_429_waits_as_long_as_telegram_says_and_for_that_chat_only() =>
        Assert.Equal(
            new SendFailure.Flood(TimeSpan.FromSeconds(7), ForAllChats: false),
            SendFailure.Of(new ApiRequestException("Too Many Requests: retry after 7", 429, new ResponseParameters { RetryAfter = 7 })));

    [Fact]
    public void A_429_from_a_server_before_the_bot_api_holds_everything_back() =>
        Assert.Equal(
            new SendFailure.Flood(TimeSpan.FromSeconds(9), ForAllChats: true),
            SendFailure.Of(new RequestException("x", new FloodException(TimeSpan.FromSeconds(9)))));

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public void A_server_error_passes(int code) =>
        Assert.IsType<SendFailure.Passing>(SendFailure.Of(new ApiRequestException("x", code)));

    [Theory]
    [InlineData(int.MaxValue, 24 * 60 * 60)]
    [InlineData(3600, 3600)]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    public void A_429_waits_for_a_day_at_most_and_a_second_at_least(int asked, int seconds) =>
        Assert.Equal(
            new SendFailure.Flood(TimeSpan.FromSeconds(seconds), ForAllChats: false),
            SendFailure.Of(new ApiRequestException("x", 429, new ResponseParameters { RetryAfter = asked })));

    [Fact]
    public void A_revoked_token_loses_nothing_until_the_operator_mends_it() =>
        Assert.IsType<SendFailure.Passing>(SendFailure.Of(new ApiRequestException("Unauthorized", 401)));

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public void A_refusal_is_final(int code) =>
        Assert.Equal(new SendFailure.Final(code, "x", null), SendFailure.Of(new ApiRequestException("x", code)));

    [Fact]
    public void The_new_id_of_a_group_that_became_a_supergroup_is_kept() =>
        Assert.Equal(
            new SendFailure.Final(400, "x", -100777),
            SendFailure.Of(new ApiRequestException("x", 400, new ResponseParameters { MigrateToChatId = -100777 })));

    [Fact]
    public void A_success_of_the_bot_api_that_cannot_be_read_counts_as_done()
    {
        Assert.IsType<SendFailure.LikelyDone>(SendFailure.Of(new RequestException("x", HttpStatusCode.OK)));
        Assert.IsType<SendFailure.LikelyDone>(SendFailure.Of(new RequestException("x", new CutOffException())));
    }

    [Fact]
    public void An_answer_of_somebody_else_passes() =>
        Assert.True(Assert.IsType<SendFailure.Passing>(
            SendFailure.Of(new RequestException("x", new ForeignAnswerException(HttpStatusCode.OK, "text/html")))).MayBeDone);

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.SecureConnectionError, false)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.Unknown, true)]
    public void Only_what_fails_before_the_call_has_left_is_surely_not_done(HttpRequestError error, bool mayBeDone) =>
        Assert.Equal(mayBeDone, Assert.IsType<SendFailure.Passing>(
            SendFailure.Of(new RequestException("x", new HttpRequestException(error)))).MayBeDone);

    [Fact]
    public void A_lost_connection_and_a_time_out_pass()
    {
        Assert.IsType<SendFailure.Passing>(SendFailure.Of(new RequestException("x", new HttpRequestException("reset"))));
        Assert.IsType<SendFailure.Passing>(SendFailure.Of(new RequestException("x", new TaskCanceledException())));
        Assert.IsType<SendFailure.Passing>(SendFailure.Of(new RequestException("x", HttpStatusCode.BadGateway)));
    }

    [Fact]
    public void A_bug_is_no_outcome() => Assert.Null(SendFailure.Of(new InvalidOperationException()));
}
