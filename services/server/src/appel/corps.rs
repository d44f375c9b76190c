//! The body of an answer, followed to its last byte: gRPC says how a call ended in its trailers.

use std::pin::Pin;
use std::task::{Context, Poll};

use http::{HeaderMap, Response};
use http_body::{Frame, SizeHint};
use tonic::body::Body;
use tonic::{Code, Status};

use super::Compte;
use super::arret::Coupure;

/// Follows an answer that begins.
pub(super) fn suivre(answer: Response<Body>, compte: Compte, coupure: Coupure) -> Response<Body> {
    if let Some(code) = code(answer.headers()) {
        // Nothing follows: the status came with the headers.
        compte.clore(code);
        return answer;
    }
    let follow = |body| Body::new(Corps { body, suivi: Some(Suivi { compte, coupure }) });
    answer.map(follow)
}

/// A body under way.
struct Corps {
    body: Body,
    /// None once its end is known.
    suivi: Option<Suivi>,
}

struct Suivi {
    compte: Compte,
    coupure: Coupure,
}

type Data = <Body as http_body::Body>::Data;

impl http_body::Body for Corps {
    type Data = Data;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Data>, Status>>> {
        match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Pending => self.couper(cx),
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(trailers) = frame.trailers_ref() {
                    self.clore(code(trailers).unwrap_or(Code::Unknown));
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(status))) => {
                self.clore(status.code());
                Poll::Ready(Some(Err(status)))
            }
            Poll::Ready(None) => {
                self.clore(Code::Unknown);
                Poll::Ready(None)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Corps {
    fn clore(&mut self, code: Code) {
        if let Some(Suivi { compte, coupure: _ }) = self.suivi.take() {
            compte.clore(code);
        }
    }

    /// Ends the body when its time is over: trailers that say why, and nothing after.
    fn couper(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Data>, Status>>> {
        let Some(suivi) = &mut self.suivi else { return Poll::Pending };
        let Poll::Ready(status) = suivi.coupure.as_mut().poll(cx) else { return Poll::Pending };
        self.clore(status.code());
        self.body = Body::empty();
        let mut trailers = HeaderMap::new();
        match status.add_header(&mut trailers) {
            Ok(()) => Poll::Ready(Some(Ok(Frame::trailers(trailers)))),
            Err(status) => Poll::Ready(Some(Err(status))),
        }
    }
}

/// The status gRPC's headers or trailers hold, if they do.
fn code(headers: &HeaderMap) -> Option<Code> {
    headers.get("grpc-status").map(|status| Code::from_bytes(status.as_bytes()))
}
